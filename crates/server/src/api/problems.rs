//! Which problems each handler may give, for the description of the interface.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::serve::{Problem, ProblemDocument};

/// What may go wrong with every request.
const ALWAYS: [Problem; 9] = [
    Problem::Request,
    Problem::Parameter(""),
    Problem::Method,
    Problem::Body,
    Problem::TooManyRequests,
    Problem::Busy,
    Problem::Slow,
    Problem::NotReady,
    Problem::Internal,
];

/// Answers that are no 200.
fn responses(own: &[Problem]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Problem>> = BTreeMap::new();
    for problem in ALWAYS.iter().chain(own) {
        by_status.entry(problem.status().as_u16()).or_default().push(*problem);
    }
    let of_status = |(status, problems): (u16, Vec<Problem>)| {
        let line = |problem: &Problem| format!("`{}`: {}", problem.code(), problem.sentences().1);
        let description = problems.iter().map(line).collect::<Vec<_>>().join(" ");
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemDocument::name()))).build();
        let response = ResponseBuilder::new().description(description).content("application/problem+json", content);
        (status.to_string(), RefOr::T(response.build()))
    };
    let unchanged = ResponseBuilder::new().description("Nothing has changed since the tag in `If-None-Match`.").build();
    by_status.into_iter().map(of_status).chain([("304".to_owned(), RefOr::T(unchanged))]).collect()
}

/// Declares what handlers of a kind may give beside the answer.
macro_rules! may_give {
    ($($(#[$doc:meta])* $name:ident: [$($problem:ident),*];)*) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses(&[$(Problem::$problem),*])
            }
        }
    )*};
}

may_give! {
    /// Of the list of draws.
    OfList: [Cursor];
    /// Of a draw.
    OfDraw: [UnknownDraw, Withdrawn];
    /// Of what only an outcome has.
    OfOutcome: [Cursor, UnknownDraw, NoOutcome, Withdrawn];
    /// Of a code.
    OfCode: [MalformedCode, UnknownDraw, NoSuchCode, Withdrawn];
    /// Of the proof of a code.
    OfProof: [MalformedCode, UnknownDraw, NoSuchCode, NoOutcome, Withdrawn];
    /// Of the log.
    OfLog: [Cursor, NoLog];
}
