//! The fields that a column can mean, over all lists.

/// Declares the enum together with the names that `config/headers.toml` and `map` use.
macro_rules! fields {
    ($($variant:ident = $name:literal,)*) => {
        /// What a column means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Field { $($variant,)* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The name in configuration.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }
        }
    };
}

fields! {
    Address = "address",
    Area = "area",
    Areas = "areas",
    Basis = "basis",
    Case = "case",
    CertificateFrom = "certificate_from",
    CertificateNo = "certificate_no",
    CertificateUntil = "certificate_until",
    CitizenId = "citizen_id",
    Code = "code",
    ConflictKind = "conflict_kind",
    CreditClass = "credit_class",
    DailyMax = "daily_max",
    Date = "date",
    Department = "department",
    Departments = "departments",
    Draw = "draw",
    Established = "established",
    Expert = "expert",
    Expertise = "expertise",
    FormerIds = "former_ids",
    FormerUnits = "former_units",
    Frequency = "frequency",
    From = "from",
    Gender = "gender",
    Ground = "ground",
    Home = "home",
    Importance = "importance",
    Industry = "industry",
    Inspectors = "inspectors",
    Kind = "kind",
    LegalRepresentative = "legal_representative",
    Level = "level",
    LicenceUntil = "licence_until",
    Licences = "licences",
    LocalId = "local_id",
    Maintainer = "maintainer",
    Method = "method",
    Name = "name",
    Note = "note",
    OtherDepartment = "other_department",
    OtherWorkNo = "other_work_no",
    Overrides = "overrides",
    Phone = "phone",
    Position = "position",
    Qualification = "qualification",
    QuotaMax = "quota_max",
    QuotaMin = "quota_min",
    Ratio = "ratio",
    Reason = "reason",
    Reference = "reference",
    Registration = "registration",
    Requirement = "requirement",
    Roles = "roles",
    Scale = "scale",
    Scope = "scope",
    Section = "section",
    Status = "status",
    SubItem = "sub_item",
    Tags = "tags",
    Target = "target",
    Tasks = "tasks",
    Until = "until",
    User = "user",
    WorkNo = "work_no",
}

impl Field {
    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Its place in [`Field::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn names_lead_back() {
        for (index, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.index(), index);
            assert_eq!(Field::from_name(field.name()), Some(*field));
        }
    }
}
