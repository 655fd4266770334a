// Imported before the verifier's own test support, which looks for the vectors beside its own build.

import { fileURLToPath } from "node:url";

process.env["MQ1_VECTORS"] ??= fileURLToPath(new URL("../../../../../../tests/vectors", import.meta.url));
