//! Templates: the header row and one sample row, which is skipped when somebody forgets to delete it.

use crate::importer::Importer;
use crate::problem::table::write_row;
use records::lang::Lang;
use records::lists::List;

/// What an empty list looks like, for a CSV file or a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The headers, in their order.
    pub headers: Vec<String>,
    /// The sample row; its first cell is marked.
    pub sample: Vec<String>,
    /// Which columns must be there.
    pub required: Vec<bool>,
}

impl Importer {
    /// The template of a list.
    pub fn template(&self, list: List, lang: Lang) -> Template {
        let rules = self.tables.columns(list).iter().filter(|rule| rule.in_template);
        let mut template = Template { headers: Vec::new(), sample: Vec::new(), required: Vec::new() };
        for rule in rules {
            template.headers.push(lang.pick(&rule.zh, &rule.en).to_owned());
            template.sample.push(rule.sample.clone());
            template.required.push(rule.required);
        }
        if let Some(first) = template.sample.first_mut() {
            *first = format!("{}{first}", lang.pick("案例（请删除）", "sample, delete this row: "));
        }
        template
    }
}

impl Template {
    /// As a CSV file that Excel opens: UTF-8 with BOM, CRLF.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        write_row(&self.headers, &mut out);
        write_row(&self.sample, &mut out);
        out
    }
}
