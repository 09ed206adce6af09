package io.foliomq.jms.message;

import jakarta.jms.StreamMessage;

/** Signatures first. */
public abstract non-sealed class FolioStreamMessage extends FolioMessage implements StreamMessage {}
