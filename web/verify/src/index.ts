// What others use of this folder.

export { archiveSource } from "./archive.js";
export { clean, moment, quoted } from "./clean.js";
export { checkFile, type FileKind, type FileOptions, type FileVerdict } from "./check_file.js";
export { CHECKS } from "./checks.js";
export type { Context, Options } from "./context.js";
export { GRADES, type Attestation } from "./grade.js";
export { MESSAGES, type Sentence } from "./messages.js";
export { CALLED, FILE_MESSAGES, NOT_CALLED, NOT_GOING, OFF, UNCHECKED } from "./messages_files.js";
export { here, type Hasher, type Hashing, type What } from "./hasher.js";
export { readPolicy, WrongPolicy } from "./policy.js";
export { blobSlices, MemorySource, SlicesSource, Unreadable, unwrapped, type Slices, type Source } from "./source.js";
export type { State } from "./state.js";
export type { Slip } from "./types_files.js";
export type { Now } from "./slip_visit.js";
export { verify, type CheckResult, type Listener, type Verdict, type Verified, type Who } from "./verify.js";
export { why, type Answer, type TaskAnswer } from "./why.js";
