//! Dates are drawn too, so that visits cannot be foreseen.
