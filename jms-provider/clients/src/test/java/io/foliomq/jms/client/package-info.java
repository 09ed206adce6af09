/**
 * The provider under clients that know nothing of it: Spring's JMS support and Boot, Camel, pooled-jms. Each test has a store of its own; after it no thread
 * of the provider is left, and the provider has not complained.
 */
@NullMarked
package io.foliomq.jms.client;

import org.jspecify.annotations.NullMarked;
