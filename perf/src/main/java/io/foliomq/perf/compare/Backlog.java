package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.measure.Workspace;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What messages take that lie unread: the slope of disk over their number, so that what is there once does not count, and of heap. */
final class Backlog {
    private static final int POINTS = 16;

    private Backlog() {}

    static Figures play(Cell cell, Path directory) {
        try (Sender sender = cell.contender().openSender(cell.setup(directory))) {
            long step = Math.max(1, cell.backlog() / POINTS);
            send(sender, step);
            double heap = heldBytes();
            double[] disk = new double[POINTS];
            for (int point = 0; point < POINTS; point++) {
                send(sender, step);
                disk[point] = Workspace.diskBytes(directory);
            }
            double messages = (double) step * POINTS;
            return new Figures()
                    .with(Figure.DISK_HELD, slope(disk) / step)
                    .with(Figure.HEAP_HELD, Math.max(0, (heldBytes() - heap) / messages));
        }
    }

    private static void send(Sender sender, long count) {
        for (long i = 0; i < count; i++) {
            sender.send(i);
        }
    }

    private static double heldBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** By least squares: files grow in steps. */
    private static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double over = 0;
        double under = 0;
        for (int i = 0; i < values.length; i++) {
            over += (i - middle) * values[i];
            under += (i - middle) * (i - middle);
        }
        return over / under;
    }
}
