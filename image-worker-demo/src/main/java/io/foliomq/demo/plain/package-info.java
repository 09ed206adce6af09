/**
 * The same worker once more without a container: Jakarta Messaging is all it needs.
 */
@NullMarked
package io.foliomq.demo.plain;

import org.jspecify.annotations.NullMarked;
