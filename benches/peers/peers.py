"""The models of models.json in Ciw, SimPy and salabim: one line of JSON for each tool and model.

Each tool is used in its plainest documented form, one process or component per customer; SimPy in its faster form as well. W2, eight queues with returns, is
made for SimPy alone. The measured time is CPU time of the process, without the start of the interpreter and the imports.
"""
import gc
import importlib.metadata
import json
import math
import random
import sys
import time


def service(draw, model):
    """Draws the time of all steps of a customer."""
    steps = [(1 / one["minutes"], one["share"]) for one in model["steps"]]
    if len(steps) == 1:
        rate = steps[0][0]
        return lambda: draw.expovariate(rate)
    return lambda: sum(draw.expovariate(rate) for rate, share in steps if share >= 1 or draw.random() < share)


def simpy_resource(model, seed):
    import simpy

    draw = random.Random(seed)
    work = service(draw, model)
    env = simpy.Environment()
    posts = simpy.Resource(env, capacity=model["servers"])
    waits = []

    def customer():
        ready = env.now
        with posts.request() as request:
            yield request
            waits.append(env.now - ready)
            yield env.timeout(work())

    def source():
        rate = 1 / model["mean_interarrival"]
        for _ in range(model["customers"]):
            yield env.timeout(draw.expovariate(rate))
            env.process(customer())

    env.process(source())
    env.run()
    return waits


def simpy_store(model, seed):
    """A process for each server instead of one for each customer: the faster form."""
    import simpy

    draw = random.Random(seed)
    work = service(draw, model)
    env = simpy.Environment()
    queue = simpy.Store(env)
    waits = []

    def server():
        while True:
            ready = yield queue.get()
            waits.append(env.now - ready)
            yield env.timeout(work())

    def source():
        rate = 1 / model["mean_interarrival"]
        for _ in range(model["customers"]):
            yield env.timeout(draw.expovariate(rate))
            yield queue.put(env.now)

    for _ in range(model["servers"]):
        env.process(server())
    env.process(source())
    env.run()
    return waits


def ciw_run(model, seed):
    import ciw

    class Work(ciw.dists.Distribution):
        def __init__(self):
            self.draw = service(random, model)

        def sample(self, t=None, ind=None):
            return self.draw()

    steps = model["steps"]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=1 / model["mean_interarrival"])],
        service_distributions=[ciw.dists.Exponential(rate=1 / steps[0]["minutes"]) if len(steps) == 1 else Work()],
        number_of_servers=[model["servers"]],
    )
    random.seed(seed)
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(model["customers"], method="Finish")
    return [record.waiting_time for record in simulation.get_all_records()]


def salabim_run(model, seed):
    import salabim

    salabim.yieldless(False)
    draw = random.Random(seed)
    work = service(draw, model)
    env = salabim.Environment(trace=False, random_seed=seed)
    posts = salabim.Resource(capacity=model["servers"])
    waits = []

    class Customer(salabim.Component):
        def process(self):
            ready = env.now()
            yield self.request(posts)
            waits.append(env.now() - ready)
            yield self.hold(work())
            self.release()

    class Source(salabim.Component):
        def process(self):
            rate = 1 / model["mean_interarrival"]
            for _ in range(model["customers"]):
                yield self.hold(draw.expovariate(rate))
                Customer()

    Source()
    env.run()
    return waits


# Minutes of a working day.
DAY = 468.0


class W2:
    """Eight units; a share of the customers comes back once. Takes down every wait, for mean and ninetieth percentile of each unit."""

    def __init__(self, model, seed):
        import simpy

        self.model, self.draw, self.env = model, random.Random(seed), simpy.Environment()
        self.end = model["year_minutes"] * 2
        # In days of weeks without holidays: as long, beside the horizon, as it is.
        self.out = self.end / model["horizon_days"] * model["out_days"] / DAY * 7 / 5
        self.sigma = math.sqrt(math.log(1 + model["cv"] ** 2))
        self.mu = math.log(model["minutes"]) - self.sigma**2 / 2
        self.waits = [[] for _ in model["units"]]

    def work(self):
        return self.draw.lognormvariate(self.mu, self.sigma)

    def outside(self):
        """Minutes of work until a customer is back: at a weekend it waits for Monday, as with us."""
        days, part = divmod(self.env.now / DAY, 1)
        time = days // 5 * 7 + days % 5 + part + self.draw.expovariate(1 / self.out)
        week, day = divmod(time, 7)
        return (week * 5 + min(day, 5)) * DAY - self.env.now

    def goes_out(self):
        return self.draw.random() < self.model["back"]

    def rates(self):
        """Customers that come in a minute, by unit."""
        for servers, load in self.model["units"]:
            yield servers, load * servers / self.model["minutes"] / (1 + self.model["back"])

    def finish(self):
        self.env.run(until=self.end)
        ninety = [sorted(waits)[len(waits) * 9 // 10] for waits in self.waits]
        assert all(map(math.isfinite, ninety))
        largest = self.waits[-1]
        return sum(map(len, self.waits)), sum(largest) / len(largest)


def w2_resource(model, seed):
    import simpy

    run = W2(model, seed)
    env = run.env

    def customer(posts, waits):
        for visit in range(2):
            ready = env.now
            with posts.request() as request:
                yield request
                waits.append(env.now - ready)
                yield env.timeout(run.work())
            if visit or not run.goes_out():
                return
            yield env.timeout(run.outside())

    def source(posts, rate, waits):
        while True:
            yield env.timeout(run.draw.expovariate(rate))
            env.process(customer(posts, waits))

    for (servers, rate), waits in zip(run.rates(), run.waits):
        env.process(source(simpy.Resource(env, capacity=servers), rate, waits))
    return run.finish()


def w2_store(model, seed):
    """A process for each server, and one for each customer only while it is outside."""
    import simpy

    run = W2(model, seed)
    env = run.env

    def returns(queue):
        yield env.timeout(run.outside())
        yield queue.put((env.now, False))

    def server(queue, waits):
        while True:
            ready, first = yield queue.get()
            waits.append(env.now - ready)
            yield env.timeout(run.work())
            if first and run.goes_out():
                env.process(returns(queue))

    def source(queue, rate):
        while True:
            yield env.timeout(run.draw.expovariate(rate))
            yield queue.put((env.now, True))

    for (servers, rate), waits in zip(run.rates(), run.waits):
        queue = simpy.Store(env)
        for _ in range(servers):
            env.process(server(queue, waits))
        env.process(source(queue, rate))
    return run.finish()


def of_one_queue(run):
    """Customers and mean wait of a model with one queue."""

    def found(model, seed):
        waits = run(model, seed)
        return len(waits), sum(waits) / len(waits)

    return found


TOOLS = {"simpy resource": simpy_resource, "simpy store": simpy_store, "ciw": ciw_run, "salabim": salabim_run}


TOOLS_OF_W2 = {"simpy resource": w2_resource, "simpy store": w2_store}


def main(path):
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    for tool, run in TOOLS.items():
        for model in given["models"]:
            measured = TOOLS_OF_W2.get(tool) if "units" in model else of_one_queue(run)
            if measured is None:
                continue
            line = {"tool": tool, "version": importlib.metadata.version(tool.split()[0]), "model": model["name"],
                    "customers": [], "seconds": [], "waits": []}
            for seed in range(1, given["runs"] + 1):
                gc.collect()
                start = time.process_time()
                customers, wait = measured(model, seed)
                line["seconds"].append(time.process_time() - start)
                line["customers"].append(customers)
                line["waits"].append(wait)
            print(json.dumps(line), flush=True)


main(sys.argv[1])
