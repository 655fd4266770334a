//! The only file that differs between operating systems: permissions of private files, making a rename last, and limits
//! of a process.
//!
//! On Windows a file takes the permissions of its folder, and a rename needs no flush of the folder. So these functions
//! do nothing there, and an office that runs on Windows restricts the folder itself. A process has no limit of memory
//! there, and its time is that of the clock.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

/// Lets nobody but the owner read a file (mode 0600), where the system has such modes.
#[cfg(unix)]
pub fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

/// Lets nobody but the owner read a file (mode 0600), where the system has such modes.
#[cfg(not(unix))]
pub fn make_private(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Whether others than the owner may read a file. Unknown counts as no.
#[cfg(unix)]
pub fn is_readable_by_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Whether others than the owner may read a file. Unknown counts as no.
#[cfg(not(unix))]
pub fn is_readable_by_others(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Makes a rename in a folder survive a power cut.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes a rename in a folder survive a power cut.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Gives a new published file the permissions that any new file of this user gets, where a temporary file has fewer.
#[cfg(unix)]
pub fn make_public(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { 0o755 } else { 0o644 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// Gives a new published file the permissions that any new file of this user gets, where a temporary file has fewer.
#[cfg(not(unix))]
pub fn make_public(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Lets this process have so much memory and processor time, and no more; beyond that the system ends it.
#[cfg(unix)]
pub fn limit_this_process(memory_bytes: u64, time: Duration) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, limit(memory_bytes))?;
    setrlimit(Resource::Core, limit(0))?;
    Ok(setrlimit(Resource::Cpu, limit(time.as_secs()))?)
}

/// Ends this process when the time is over; its memory has no limit here.
#[cfg(not(unix))]
pub fn limit_this_process(_memory_bytes: u64, time: Duration) -> io::Result<()> {
    let end = move || {
        std::thread::sleep(time);
        std::process::exit(1)
    };
    std::thread::Builder::new().spawn(end).map(drop)
}
