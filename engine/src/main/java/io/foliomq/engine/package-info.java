/**
 * The queue engine: a store is a directory that any number of processes open together, and none of them is special.
 */
@NullMarked
package io.foliomq.engine;

import org.jspecify.annotations.NullMarked;
