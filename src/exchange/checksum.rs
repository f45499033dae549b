//! This file computes CRC-32 (ISO-HDLC, as in zip and PNG), by which a link is known to have arrived whole.

/// The remainders of every byte, for the reflected polynomial 0xEDB88320.
const REMAINDERS: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder = if remainder & 1 == 1 { remainder >> 1 ^ 0xEDB8_8320 } else { remainder >> 1 };
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
};

/// The checksum of the parts, as if they stood in one row. It differs whenever at most 32 neighbouring bits differ.
pub fn crc32(parts: &[&[u8]]) -> u32 {
    let bytes = parts.iter().copied().flatten();
    !bytes.fold(!0, |crc, byte| REMAINDERS[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check values of the catalogue of parametrised CRC algorithms (reveng) and of RFC 3720's neighbours in zlib.
    #[test]
    fn known_checksums() {
        let rows: [(&[&[u8]], u32); 5] = [
            (&[b""], 0),
            (&[b"123456789"], 0xCBF4_3926),
            (&[b"1234", b"", b"56789"], 0xCBF4_3926),
            (&[b"The quick brown fox jumps over the lazy dog"], 0x414F_A339),
            (&[&[0; 32]], 0x190A_55AD),
        ];
        for (parts, crc) in rows {
            assert_eq!(crc32(parts), crc, "{parts:?}");
        }
    }
}
