/** What else the design promises: opening does not grow with the backlog, one stuck message pins little disk, waiting costs no processor. */
@NullMarked
package io.foliomq.perf.workload;

import org.jspecify.annotations.NullMarked;
