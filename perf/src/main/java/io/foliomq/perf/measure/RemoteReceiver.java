package io.foliomq.perf.measure;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Setup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other process of a {@link RemoteEnd}: does what it is told line by line, and ends when nobody is there to tell it any more. */
final class RemoteReceiver {
    private RemoteReceiver() {}

    public static void main(String[] words) throws IOException {
        Setup setup = new Setup(
                Path.of(words[1]),
                Integer.parseInt(words[2]),
                WaitPolicy.valueOf(words[3]),
                Durability.valueOf(words[4]));
        try (Receiver receiver = Contender.valueOf(words[0]).openReceiver(setup)) {
            say("open");
            obey(receiver);
        }
        say("close");
        // Threads of a library must not keep this process.
        System.exit(0);
    }

    private static void obey(Receiver receiver) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null && !order.equals("close"); order = orders.readLine()) {
            if (order.equals("clock")) {
                say("clock " + System.nanoTime());
            } else {
                Phase phase = new Phase(receiver, order.equals("begin true"));
                say("begin");
                say("tally " + phase.run().toLine());
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
