/**
 * Leases one request at a time, makes its thumbnails and settles it. The core is plain Java; only the wiring is Spring's.
 */
@NullMarked
package io.foliomq.demo.worker;

import org.jspecify.annotations.NullMarked;
