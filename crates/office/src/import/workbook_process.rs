//! The process that reads a workbook of strangers, with limits of memory and time.
//!
//! What it finds comes back through its output ([`::import::workbook`]); this process opens the file and hands over its
//! bytes, so that the other one needs to open nothing. What it would say on stderr (a reader that gave up) nobody hears.

use crate::platform::limit_this_process;
use ::import::workbook::{READER_MEMORY_MIB_MAX, READER_SECONDS_MAX, StartProcess, serve};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Starts `program` with the one word `word`, upon which it has to call [`serve_workbook`].
pub fn workbook_process(program: PathBuf, word: &'static str) -> Arc<StartProcess> {
    Arc::new(move || {
        let mut command = Command::new(&program);
        command.arg(word).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Box::new(Reader { child, input, output }))
    })
}

/// What that process does, on its own input and output.
///
/// # Errors
/// If the limits cannot be set, a pipe breaks, or what comes in is no request.
pub fn serve_workbook() -> io::Result<()> {
    limit_this_process(READER_MEMORY_MIB_MAX << 20, Duration::from_secs(READER_SECONDS_MAX))?;
    serve(io::stdin().lock(), io::stdout().lock())
}

struct Reader {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.output.read(buffer)
    }
}

impl Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.input.flush()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have ended by itself; either way nobody waits for it later.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}
