package io.foliomq.jms.message;

import jakarta.jms.Message;

/** Signatures first. */
public abstract non-sealed class FolioPlainMessage extends FolioMessage implements Message {}
