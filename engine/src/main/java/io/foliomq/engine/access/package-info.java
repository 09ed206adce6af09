/**
 * Who may use a store through its API: the file of users, the slow hash of a password, and what this process has checked already.
 *
 * <p>It guards the API. The bytes are guarded by the permissions of the files, and by nothing else.
 */
@NullMarked
package io.foliomq.engine.access;

import org.jspecify.annotations.NullMarked;
