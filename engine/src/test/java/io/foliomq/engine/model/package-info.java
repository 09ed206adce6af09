/**
 * The delivery protocol as a small model, every interleaving of which is visited: leases, settlements, releases, commits, sleeping and waking, deaths and reaping, step by step as the engine's
 * classes order their reads and writes. Weaker orders than the sequential one are the matter of the stress tests.
 */
@NullMarked
package io.foliomq.engine.model;

import org.jspecify.annotations.NullMarked;
