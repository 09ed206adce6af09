/**
 * Photos and thumbnails as objects of an S3 store, reached by endpoint and keys alone.
 */
@NullMarked
package io.foliomq.demo.storage;

import org.jspecify.annotations.NullMarked;
