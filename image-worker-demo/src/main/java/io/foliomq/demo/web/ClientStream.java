package io.foliomq.demo.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers whether it was the client that broke off, and not the store behind it. */
final class ClientStream extends FilterInputStream {
    private boolean failed;

    ClientStream(InputStream body) {
        super(body);
    }

    boolean failed() {
        return failed;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }
}
