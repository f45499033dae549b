//! This file says what a link of some length is good for.

use std::fmt;

/// Characters of a whole address that bookmarks keep.
pub const BOOKMARKS: usize = 2_000;
/// Characters of a whole address that chat tools keep.
pub const CHAT: usize = 4_000;

/// What an address is short enough for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Anything.
    Everywhere,
    /// Chat and mail, but not every bookmark.
    Chat,
    /// Too long: a file is safer.
    File,
}

impl Reach {
    /// What an address of `characters` characters is good for, all of it counted.
    pub fn of(characters: usize) -> Self {
        if characters <= BOOKMARKS {
            Self::Everywhere
        } else if characters <= CHAT {
            Self::Chat
        } else {
            Self::File
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Everywhere => "short enough for bookmarks, chat and mail",
            Self::Chat => "short enough for chat and mail, too long for some bookmarks",
            Self::File => "chat tools may cut it short: send the file instead",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_belong_to_the_better_use() {
        let rows = [
            (0, Reach::Everywhere),
            (2_000, Reach::Everywhere),
            (2_001, Reach::Chat),
            (4_000, Reach::Chat),
            (4_001, Reach::File),
        ];
        for (characters, reach) in rows {
            assert_eq!(Reach::of(characters), reach, "{characters}");
        }
    }
}
