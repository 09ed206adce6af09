/**
 * Message selectors: the conditional expressions of specification section 3.8, parsed once and evaluated without allocation.
 *
 * <p>{@link io.foliomq.jms.selector.Selector#parse} turns the text into an immutable tree in which every identifier is a slot
 * number. A {@link io.foliomq.jms.selector.PropertySource} answers, for one message at a time, what type and value each slot
 * has; it can do so from encoded bytes, since strings are only compared and never handed out. Depends on {@code java.*} alone.
 */
@NullMarked
package io.foliomq.jms.selector;

import org.jspecify.annotations.NullMarked;
