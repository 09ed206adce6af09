/**
 * FolioMQ and its peers side by side. A {@link io.foliomq.perf.compare.Programme} is a list of scenes; each scene has a cell for every
 * contender that takes part. Each contender has a JVM of its own, a {@link io.foliomq.perf.compare.Stage}, which lives through the whole
 * comparison and so is warm; the cells of a scene are played in turn, round after round, one at a time.
 */
@NullMarked
package io.foliomq.perf.compare;

import org.jspecify.annotations.NullMarked;
