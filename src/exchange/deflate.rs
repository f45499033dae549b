//! This file packs bytes by deflate (RFC 1951) primed with a dictionary both sides know.

use miniz_oxide::deflate::core::CompressorOxide;
use miniz_oxide::deflate::core::TDEFLFlush;
use miniz_oxide::deflate::core::TDEFLStatus;
use miniz_oxide::deflate::core::compress_to_output;
use miniz_oxide::deflate::core::create_comp_flags_from_zip_params;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::DecompressorOxide;
use miniz_oxide::inflate::core::decompress;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;

/// The farthest deflate reaches back, in bytes; only so much of a dictionary's end is of use.
const WINDOW: usize = 32_768;
/// The best the packer can do.
const LEVEL: i32 = 10;
/// Plain deflate without the frame of zlib.
const RAW: i32 = -15;

/// The bytes packed. Short where they repeat what `dictionary` holds.
pub fn pack(dictionary: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut packer = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0));
    // The reader holds the dictionary already, so what it packs to is dropped; the flush ends it at a whole byte.
    compress_to_output(&mut packer, window(dictionary), TDEFLFlush::Sync, |_| true);
    let mut packed = Vec::new();
    let (status, taken) = compress_to_output(&mut packer, bytes, TDEFLFlush::Finish, |part| {
        packed.extend_from_slice(part);
        true
    });
    assert!(status == TDEFLStatus::Done && taken == bytes.len(), "a packer whose output is always taken finishes");
    packed
}

/// Why bytes could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpackError {
    /// They are not what [`pack`] made with this dictionary.
    Foreign,
    /// They unpack to more than allowed.
    TooLong,
}

/// The bytes unpacked, at most `most`.
///
/// # Errors
/// [`UnpackError`].
pub fn unpack(dictionary: &[u8], packed: &[u8], most: usize) -> Result<Vec<u8>, UnpackError> {
    let mut held = window(dictionary).to_vec();
    let known = held.len();
    let longest = known + most;
    let mut unpacker = Box::new(DecompressorOxide::new());
    let (mut taken, mut written) = (0, known);
    held.resize((known + 4 * packed.len() + 64).min(longest), 0);
    loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, more_taken, more) = decompress(&mut unpacker, &packed[taken..], &mut held, written, flags);
        taken += more_taken;
        written += more;
        match status {
            TINFLStatus::Done if taken == packed.len() => break,
            TINFLStatus::HasMoreOutput if held.len() == longest => return Err(UnpackError::TooLong),
            TINFLStatus::HasMoreOutput => held.resize((held.len() * 2).min(longest), 0),
            _ => return Err(UnpackError::Foreign),
        }
    }
    held.truncate(written);
    Ok(held.split_off(known))
}

fn window(dictionary: &[u8]) -> &[u8] {
    &dictionary[dictionary.len().saturating_sub(WINDOW)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn noise(length: usize) -> Vec<u8> {
        (0..length as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13 ^ n.wrapping_mul(n) >> 5) as u8).collect()
    }

    #[test]
    fn what_was_packed_comes_back() {
        for known in [0, 1, 100, 32_768, 32_769, 100_000] {
            for length in [0, 1, 300, 70_000, 400_000] {
                let (dictionary, bytes) = (noise(known), noise(length));
                let packed = pack(&dictionary, &bytes);
                assert_eq!(unpack(&dictionary, &packed, length), Ok(bytes), "{known} {length}");
                if length > 0 {
                    assert_eq!(unpack(&dictionary, &packed, length - 1), Err(UnpackError::TooLong), "{known} {length}");
                }
            }
        }
    }

    #[test]
    fn a_known_text_costs_next_to_nothing() {
        let text = noise(20_000);
        assert!(pack(&text, &text).len() < 400, "{}", pack(&text, &text).len());
        assert!(pack(&[], &text).len() > 4_000);
    }

    #[test]
    fn a_bomb_is_stopped() {
        let packed = pack(&[], &vec![0; 50_000_000]);
        assert!(packed.len() < 60_000);
        assert_eq!(unpack(&[], &packed, 4_000_000), Err(UnpackError::TooLong));
    }

    proptest! {
        #[test]
        fn nothing_panics(dictionary in vec(any::<u8>(), 0..99), packed in vec(any::<u8>(), 0..99)) {
            let most = unpack(&dictionary, &packed, 1000).map_or(0, |bytes| bytes.len());
            prop_assert!(most <= 1000);
        }
    }
}
