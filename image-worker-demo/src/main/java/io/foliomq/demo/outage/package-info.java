/**
 * When a store or a database is down: how that is told from a bad photo, and how to wait until it is back.
 */
@NullMarked
package io.foliomq.demo.outage;

import org.jspecify.annotations.NullMarked;
