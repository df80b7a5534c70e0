"""The models of models.json in Ciw, SimPy and salabim: one line of JSON for each tool and model.

Each tool is used in its plainest documented form, one process or component per customer; SimPy in its faster form as well. The measured time is CPU time of
the process, without the start of the interpreter and the imports.
"""
import gc
import importlib.metadata
import json
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


TOOLS = {"simpy resource": simpy_resource, "simpy store": simpy_store, "ciw": ciw_run, "salabim": salabim_run}


def main(path):
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    for tool, run in TOOLS.items():
        for model in given["models"]:
            line = {"tool": tool, "version": importlib.metadata.version(tool.split()[0]), "model": model["name"],
                    "customers": [], "seconds": [], "waits": []}
            for seed in range(1, given["runs"] + 1):
                gc.collect()
                start = time.process_time()
                waits = run(model, seed)
                line["seconds"].append(time.process_time() - start)
                line["customers"].append(len(waits))
                line["waits"].append(sum(waits) / len(waits))
            print(json.dumps(line), flush=True)


main(sys.argv[1])
