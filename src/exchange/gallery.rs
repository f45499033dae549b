//! This file lists the real price pages a person can start from. They are files beside the page, loaded when chosen.

/// A price page of the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its file below `gallery/`.
    pub file: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it is an example of.
    pub about: &'static str,
    /// The day it was seen.
    pub seen: &'static str,
}

/// Every page of the gallery, in the order offered.
pub const GALLERY: &[Entry] = &[
    Entry { file: "notion-2025.yml", title: "Notion", about: "Priced by user, AI as an add-on", seen: "7 Mar 2025" },
    Entry {
        file: "slack-2025.yml",
        title: "Slack",
        about: "Four plans by user, the top one on request",
        seen: "8 Mar 2025",
    },
    Entry { file: "zoom-2025.yml", title: "Zoom", about: "Plans by user and fourteen add-ons", seen: "6 Mar 2025" },
    Entry { file: "figma-2025.yml", title: "Figma", about: "Six plans by editor, no add-on", seen: "5 Mar 2025" },
    Entry { file: "mailchimp-2025.yml", title: "Mailchimp", about: "Packages of 500 users", seen: "6 Mar 2025" },
    Entry { file: "buffer-2025.yml", title: "Buffer", about: "Priced by channel", seen: "26 Feb 2025" },
];

/// Whose copies they are and under which licence, shown beside them.
pub const ATTRIBUTION: &str = "from isa-group/SaaS-analysis, CC BY 4.0";

/// Where the licence is.
pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";

/// Where they come from.
pub const SOURCE: &str = "https://doi.org/10.5281/zenodo.16106711";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_there_and_its_readme_names_where_it_comes_from() {
        let gallery = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery");
        let readme = std::fs::read_to_string(gallery.join("README.md")).unwrap();
        assert!(readme.contains(SOURCE) && readme.contains(LICENCE) && readme.contains("isa-group/SaaS-analysis"));
        let mut listed: Vec<&str> = GALLERY.iter().map(|entry| entry.file).collect();
        listed.sort_unstable();
        let files = std::fs::read_dir(gallery).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.filter(|name| name.ends_with(".yml")).collect();
        files.sort();
        assert_eq!(files, listed);
    }
}
