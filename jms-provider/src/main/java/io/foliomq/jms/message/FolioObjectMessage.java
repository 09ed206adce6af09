package io.foliomq.jms.message;

import jakarta.jms.ObjectMessage;

/** Signatures first. */
public abstract non-sealed class FolioObjectMessage extends FolioMessage implements ObjectMessage {}
