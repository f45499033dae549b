//! This file makes ids that no other tab or machine makes.

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A new id of 16 letters and digits (80 random bits), fit for a workspace or a tab.
pub fn id() -> String {
    let mut bytes = [0; 16];
    let filled =
        super::window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // An id needs to be unlike others, not secret, so the plain generator will do.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}
