//! What stops the site from being made.

use records::lang::Lang;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file or folder that can't be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of a verified bundle that is not what the verifier has read: it was changed in between.
    #[error("{path} changed while it was read: {message}; copy the published folder again", path = path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        message: String,
    },
    /// A configuration that can't be read.
    #[error("{path}: {message}", path = path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Line, key and what to do.
        message: String,
    },
    /// A page that can't be made.
    #[error("a page can't be made: {0}")]
    Page(#[from] askama::Error),
    /// A document that can't be made.
    #[error("a document can't be made: {0}")]
    Document(#[from] documents::DocumentError),
}

impl SiteError {
    pub(crate) fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "site-io",
            Self::Changed { .. } => "site-changed",
            Self::Config { .. } => "site-config",
            Self::Page(_) => "site-page",
            Self::Document(error) => error.code(),
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (_, Lang::En) => self.to_string(),
            (Self::Io { path, source }, Lang::Zh) => format!("{}：读写出错（{source}）", path.display()),
            (Self::Changed { path, .. }, Lang::Zh) => {
                format!("{} 在读取时被改动，请重新复制公布的文件夹", path.display())
            }
            (Self::Config { path, message }, Lang::Zh) => format!("{}：{message}", path.display()),
            (Self::Page(error), Lang::Zh) => format!("页面不能生成：{error}"),
            (Self::Document(error), Lang::Zh) => format!("文件不能生成：{error}"),
        }
    }
}
