//! This module is being laid out.
