/**
 * Jakarta Messaging 3.1 on a FolioMQ store: the classes here translate and delegate.
 */
@NullMarked
package io.foliomq.jms;

import org.jspecify.annotations.NullMarked;
