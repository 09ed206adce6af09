package io.foliomq.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The child's side of {@link ChildJvm}. */
public final class ChildLines {
    private ChildLines() {}

    /** Says something to the test; from any thread. */
    public static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /**
     * Answers each line of the test with {@code "<first word> <what answer returns>"}, until the test goes away, and then ends the JVM. An exception is the answer
     * {@code "<first word> failed: …"}.
     */
    public static void answer(Function<String[], Object> answer) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            Object result;
            try {
                result = answer.apply(words);
            } catch (RuntimeException e) {
                e.printStackTrace();
                result = "failed: " + e;
            }
            say(words[0] + " " + result);
        }
        Runtime.getRuntime().halt(0);
    }
}
