/**
 * The six message types, and how a message becomes the payload of a record and back.
 *
 * <p>A {@link io.foliomq.jms.message.FolioMessage} is headers, properties and a body. {@link io.foliomq.jms.message.MessageFactory}
 * makes empty ones for a client to fill. {@link io.foliomq.jms.message.MessageCodec} writes one into a
 * {@link io.foliomq.jms.message.PayloadBuffer} and makes a received one out of a payload, whose parts are decoded when they are
 * first asked for; {@link io.foliomq.jms.message.PayloadDescriptor} is the layout. What the engine's envelope holds travels in
 * {@link io.foliomq.jms.message.EnvelopeFields}. {@link io.foliomq.jms.message.RecordProperties} lets a selector look at a payload
 * without decoding it.
 */
@NullMarked
package io.foliomq.jms.message;

import org.jspecify.annotations.NullMarked;
