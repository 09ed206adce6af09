/**
 * Processes: the data directory they share, the services that are embedded in the web process, the worker children and their end.
 */
@NullMarked
package io.foliomq.demo.launch;

import org.jspecify.annotations.NullMarked;
