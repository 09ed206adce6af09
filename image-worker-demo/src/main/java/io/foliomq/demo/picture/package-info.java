/**
 * From one untrusted picture file to three small sRGB JPEGs, in a small heap. Knows neither queues nor stores.
 */
@NullMarked
package io.foliomq.demo.picture;

import org.jspecify.annotations.NullMarked;
