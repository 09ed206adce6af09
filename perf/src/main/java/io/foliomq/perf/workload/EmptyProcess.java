package io.foliomq.perf.workload;

import io.foliomq.perf.measure.ThisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A process that does nothing but say what it has used so far, when it is asked. */
final class EmptyProcess {
    private EmptyProcess() {}

    public static void main(String[] words) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(order + " " + ThisProcess.exactCpuNanos());
            System.out.flush();
        }
    }
}
