/**
 * The image worker demo: photos on S3, references to them on the queue.
 */
@NullMarked
package io.foliomq.demo;

import org.jspecify.annotations.NullMarked;
