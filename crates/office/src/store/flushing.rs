//! A large file that is flushed to the disk while it is written, so that little is left to flush at its end.
//!
//! Without this the system keeps gigabytes of a fast writer in memory, and the flush at the end takes as long as writing
//! them anew. What is flushed when decides nothing: the file counts only after [`FlushingFile::finish`].

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Bytes between two flushes.
const STEP_BYTES: u64 = 64 << 20;

/// Bytes that are gathered before the system is asked.
const BUFFER_BYTES: usize = 1 << 18;

/// See the module.
#[derive(Debug)]
pub(crate) struct FlushingFile {
    file: File,
    buffer: Vec<u8>,
    unflushed: u64,
    helper: Option<Helper>,
}

/// A thread that does nothing but wait for the disk.
#[derive(Debug)]
struct Helper {
    ask: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl FlushingFile {
    /// Around a file that is written from its beginning.
    pub fn new(file: File) -> Self {
        Self { file, buffer: Vec::with_capacity(BUFFER_BYTES), unflushed: 0, helper: None }
    }

    /// Writes all of these bytes.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.buffer.len() + bytes.len() > BUFFER_BYTES {
            self.write_buffer()?;
        }
        if bytes.len() >= BUFFER_BYTES {
            return self.write_out(bytes.len(), |file, _| file.write_all(bytes));
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    fn write_buffer(&mut self) -> io::Result<()> {
        self.write_out(self.buffer.len(), |file, buffer| file.write_all(buffer))?;
        self.buffer.clear();
        Ok(())
    }

    fn write_out(&mut self, size: usize, write: impl FnOnce(&mut File, &[u8]) -> io::Result<()>) -> io::Result<()> {
        write(&mut self.file, &self.buffer)?;
        self.unflushed += size as u64;
        if self.unflushed >= STEP_BYTES {
            self.unflushed = 0;
            self.ask_for_flush()?;
        }
        Ok(())
    }

    fn ask_for_flush(&mut self) -> io::Result<()> {
        if self.helper.is_none() {
            let (ask, asked) = sync_channel(1);
            let file = self.file.try_clone()?;
            let work = move || flush_when_asked(&file, &asked);
            let thread = std::thread::Builder::new().name("flush".to_owned()).spawn(work)?;
            self.helper = Some(Helper { ask, thread });
        }
        if let Some(helper) = &self.helper {
            // A full channel means that a flush is waiting already; one without its thread shows in `finish`.
            let _ = helper.ask.try_send(());
        }
        Ok(())
    }

    /// Writes what is left, without waiting for the disk.
    pub fn finish_unflushed(mut self) -> io::Result<File> {
        self.write_buffer()?;
        if let Some(helper) = self.helper {
            drop(helper.ask);
            helper.thread.join().map_err(|_| io::Error::other("the flushing thread has stopped"))??;
        }
        Ok(self.file)
    }

    /// Writes what is left and waits until everything is on the disk.
    pub fn finish(self) -> io::Result<File> {
        let file = self.finish_unflushed()?;
        file.sync_all()?;
        Ok(file)
    }
}

fn flush_when_asked(file: &File, asked: &Receiver<()>) -> io::Result<()> {
    for () in asked {
        file.sync_data()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        let mut file = FlushingFile::new(File::create(&path).unwrap());
        let mut expected = Vec::new();
        for k in 0..200_usize {
            let part = vec![k as u8; (k * 7919) % 900_000];
            file.put(&part).unwrap();
            expected.extend(part);
        }
        assert!(expected.len() as u64 > STEP_BYTES);
        file.finish().unwrap();
        assert!(std::fs::read(&path).unwrap() == expected);
    }
}
