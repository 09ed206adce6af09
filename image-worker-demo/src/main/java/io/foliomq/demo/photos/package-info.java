/**
 * The rows: photos, their thumbnails, the events that browsers are told, and the workers that were seen.
 */
@NullMarked
package io.foliomq.demo.photos;

import org.jspecify.annotations.NullMarked;
