//! The stages around pairing: one binary, so that the fixture is built once.

mod amounts;
mod bulk;
mod fixture;
mod freeze;
mod golden;
mod outcome;
mod properties;
mod reference;
mod rules;
mod seed;
mod select;
mod simulate;
mod tiny;
mod vectors;
mod visits;
