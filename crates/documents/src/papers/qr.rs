//! QR codes (ISO/IEC 18004) as inline SVG.
//!
//! Bytes go in as they are, in byte mode: UTF-8, which every reader of today takes it for.

use fast_qr::{ECL, Mode, QRBuilder};

/// Most bytes in one code: version 40, level L.
pub(crate) const BYTES_MAX: usize = 2_953;
/// Up to so many bytes a code is made with level M, which survives a fold or a stain; beyond it with level L, because
/// smaller modules would cost more readings than stains do.
const MEDIUM_MAX: usize = 1_000;
/// Light modules around a code, which readers need.
const QUIET: usize = 4;

/// A code, ready to be drawn.
#[derive(Clone)]
pub(crate) struct Qr {
    /// Modules along one side, with the quiet zone.
    pub(crate) side: usize,
    /// The dark modules as an SVG path.
    pub(crate) path: String,
    /// Width on paper in millimetres.
    pub(crate) millimetres: usize,
}

impl Qr {
    /// The code of some bytes, or none if they are too many.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > BYTES_MAX {
            return None;
        }
        let level = if bytes.len() <= MEDIUM_MAX { ECL::M } else { ECL::L };
        let code = QRBuilder::new(bytes).mode(Mode::Byte).ecl(level).build().ok()?;
        let rows = code.data.chunks_exact(code.size).take(code.size);
        let rows: Vec<Vec<bool>> = rows.map(|row| row.iter().map(|module| module.value()).collect()).collect();
        let side = code.size + 2 * QUIET;
        Some(Self { side, path: path(&rows), millimetres: (side * 7).div_ceil(10).max(30) })
    }

    /// The same code, drawn smaller where many stand on one sheet: 0.55 mm a module is still twice what a phone needs.
    pub(crate) fn small(self) -> Self {
        Self { millimetres: (self.side * 55).div_ceil(100), ..self }
    }

    /// Whether it needs a page of its own beside large type.
    pub(crate) fn is_large(&self) -> bool {
        self.millimetres > 70
    }
}

/// One rectangle for each run of dark modules in a row.
fn path(rows: &[Vec<bool>]) -> String {
    let mut out = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                out.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    out
}
