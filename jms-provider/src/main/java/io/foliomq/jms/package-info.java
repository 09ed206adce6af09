/**
 * Jakarta Messaging 3.1 on a FolioMQ store. {@link io.foliomq.jms.FolioConnectionFactory} is where an application begins; the other classes
 * implement the interfaces of {@code jakarta.jms}: they check arguments, translate and delegate to {@code io.foliomq.jms.session}.
 */
@NullMarked
package io.foliomq.jms;

import org.jspecify.annotations.NullMarked;
