/**
 * How records reach the temporary destinations of another process: one ring of mapped memory a member, many writers, one reader. A temporary destination costs an
 * entry in a table; its records go with its process.
 */
@NullMarked
package io.foliomq.engine.inbox;

import org.jspecify.annotations.NullMarked;
