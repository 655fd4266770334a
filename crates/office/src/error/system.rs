//! What the operating system says, in the reader's language: its own words come in the language of the machine.

use records::lang::Lang;
use std::io::{Error, ErrorKind};

/// Why the system refused, and what to do where that is known; the system's own words where it is not.
pub fn system_words(error: &Error, lang: Lang) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => {
            ("没有这个文件或文件夹，请核对路径", "no such file or folder; see whether the path is right")
        }
        ErrorKind::PermissionDenied => {
            ("没有权限，请换一个有权限的用户或文件夹", "permission denied; use another user or folder")
        }
        ErrorKind::AlreadyExists => ("已经存在", "it exists already"),
        ErrorKind::IsADirectory => ("这是文件夹，要的是文件", "this is a folder; a file is needed"),
        ErrorKind::NotADirectory => ("路径中有一段不是文件夹", "a part of the path is not a folder"),
        ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("磁盘空间不足，请清理后重试", "the disk is full; make room and try again")
        }
        ErrorKind::FileTooLarge => ("文件超过系统允许的大小", "the file is larger than the system allows"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "the disk is read-only"),
        ErrorKind::InvalidFilename => {
            ("文件名不合系统的规定（太长或含不允许的字符）", "the system does not allow this file name")
        }
        ErrorKind::CrossesDevices => ("不能跨磁盘改名", "can't rename from one disk to another"),
        ErrorKind::ResourceBusy => {
            ("文件正被别的程序使用，请关闭后重试", "another program uses it; close that and try again")
        }
        ErrorKind::OutOfMemory => ("内存不足", "out of memory"),
        ErrorKind::TimedOut => ("超时", "timed out"),
        ErrorKind::Interrupted => ("被中断，请重试", "interrupted; try again"),
        ErrorKind::UnexpectedEof => ("文件不完整，提前结束", "the file ends too early"),
        ErrorKind::InvalidData => ("内容不是 UTF-8 文字", "the content is not UTF-8 text"),
        ErrorKind::WriteZero => ("写不进去", "nothing could be written"),
        ErrorKind::BrokenPipe => ("接收的一方已经关闭", "the reader has gone"),
        _ => {
            return match (error.raw_os_error(), lang) {
                (Some(code), Lang::Zh) => format!("系统错误 {code}"),
                _ => error.to_string(),
            };
        }
    };
    lang.pick(words.0, words.1).to_owned()
}

#[cfg(test)]
mod tests {
    use super::system_words;
    use records::lang::Lang;
    use std::io::{Error, ErrorKind};

    #[test]
    fn the_system_speaks_the_readers_language() {
        let missing = std::fs::read("/no/such/file").unwrap_err();
        assert_eq!(system_words(&missing, Lang::Zh), "没有这个文件或文件夹，请核对路径");
        assert!(system_words(&missing, Lang::En).starts_with("no such file"));
        let words = system_words(&Error::from_raw_os_error(5), Lang::Zh);
        assert_eq!(words, "系统错误 5");
        assert!(system_words(&Error::from(ErrorKind::StorageFull), Lang::Zh).contains("磁盘空间不足"));
    }
}
