package io.foliomq.demo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A door in front of a server: open, shut (every connection breaks), or holding back requests of one kind for ever. */
public final class Gate implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean shut;
    private volatile Predicate<String> held = request -> false;
    private volatile boolean holding;

    public Gate(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public void shut() {
        shut = true;
        sockets.forEach(Gate::end);
    }

    public void open() {
        shut = false;
    }

    /** From now on, requests whose first bytes match get no further. */
    public void hold(Predicate<String> requests) {
        held = requests;
    }

    /** Whether a request is being held. */
    public boolean isHolding() {
        return holding;
    }

    /** Lets new requests pass; those that are held are broken. */
    public void release() {
        held = request -> false;
        holding = false;
        sockets.forEach(Gate::end);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        sockets.forEach(Gate::end);
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                if (shut) {
                    end(client);
                } else {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(client);
                    sockets.add(server);
                    start(() -> pass(client, server, true));
                    start(() -> pass(server, client, false));
                }
            } catch (IOException e) {
                // The listener is closed, or the server is away: the next connection tells.
                continue;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                if (requests && held.test(new String(buffer, 0, Math.min(count, 300), StandardCharsets.ISO_8859_1))) {
                    holding = true;
                    closed.await();
                }
                output.write(buffer, 0, count);
                output.flush();
            }
        } catch (IOException | InterruptedException e) {
            // Either side broke: so does the other.
            return;
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }
}
