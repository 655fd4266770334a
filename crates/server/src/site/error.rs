//! What stops the site from being made.

use crate::look::LookError;
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
    /// A folder that was not made by this program: nothing in it is replaced.
    #[error("{path} is not empty and is no site that was made here; name another folder, or empty this one", path = path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// Another process has the cache.
    #[error("{path} is in use by another service; name another folder with --cache", path = path.display())]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that can't be served.
    #[error(transparent)]
    Serve(#[from] crate::serve::SiteError),
    /// Shards that can't be written.
    #[error(transparent)]
    Look(#[from] LookError),
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
            Self::Foreign { .. } => "site-foreign",
            Self::Taken { .. } => "site-taken",
            Self::Serve(error) => error.code(),
            Self::Look(error) => error.code(),
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
            (Self::Foreign { path }, Lang::Zh) => {
                format!("{} 里有别的文件，不是本程序生成的网站；请换一个文件夹，或先清空它", path.display())
            }
            (Self::Taken { path }, Lang::Zh) => {
                format!("{} 正被另一个服务使用；请用 --cache 指定别的文件夹", path.display())
            }
            (Self::Serve(error), Lang::Zh) => format!("网站文件夹不能提供服务：{error}"),
            (Self::Look(error), Lang::Zh) => error.message(lang),
            (Self::Page(error), Lang::Zh) => format!("页面不能生成：{error}"),
            (Self::Document(error), Lang::Zh) => format!("文件不能生成：{error}"),
        }
    }
}
