/**
 * The page and its HTTP interface: uploads, live status, queue depth, dead letters.
 */
@NullMarked
package io.foliomq.demo.web;

import org.jspecify.annotations.NullMarked;
