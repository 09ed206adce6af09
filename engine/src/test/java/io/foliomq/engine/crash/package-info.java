/** Processes of a store that are killed, and what must be true afterwards. */
@NullMarked
package io.foliomq.engine.crash;

import org.jspecify.annotations.NullMarked;
