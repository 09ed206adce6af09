/**
 * Who is attached to a store and alive, and who must be woken.
 *
 * <p>A member is one process. It holds an operating system lock on its member file for as long as it lives, so "is it alive?" is a
 * try-lock: no heartbeat, no time-out. Its doorbell is a Unix-domain socket; the end of a connection is the hint that a member died, the
 * lock is the truth.
 */
@NullMarked
package io.foliomq.engine.member;

import org.jspecify.annotations.NullMarked;
