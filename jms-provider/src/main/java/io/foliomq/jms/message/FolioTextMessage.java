package io.foliomq.jms.message;

import jakarta.jms.TextMessage;

/** Signatures first. */
public abstract non-sealed class FolioTextMessage extends FolioMessage implements TextMessage {}
