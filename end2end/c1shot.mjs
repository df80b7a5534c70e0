import { chromium } from "@playwright/test";
const url = "http://127.0.0.1:4030";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-dev-shm-usage"] });
async function cookie(role){ const a = await fetch(url+"/anmelden/demonstration",{method:"POST",redirect:"manual",headers:{"content-type":"application/x-www-form-urlencoded",origin:url},body:`rolle=${role}`}); const [n,v]=a.headers.getSetCookie()[0].split(";")[0].split("="); return {name:n,value:v,url}; }
const js = process.argv[2] === "js";
for (const [name,path,role] of [["anmelden","/anmelden?grund=falsch",null],["konto","/konto","manager"],["verwaltung","/verwaltung","administrator"],["protokoll","/protokoll","administrator"],["organigramm","/organigramm","manager"],["kein","/organigramm","administrator"],["einrichten","/einrichten",null]])
 for (const [w,scheme] of [[1440,"light"],[390,"dark"],[1024,"light"]]) {
  if (w===1024 && !["organigramm","verwaltung"].includes(name)) continue;
  const ctx = await browser.newContext({ javaScriptEnabled: js, locale:"de-DE", colorScheme: scheme, viewport:{width:w,height:w<500?844:900} });
  if (role) await ctx.addCookies([await cookie(role)]);
  const page = await ctx.newPage();
  await page.goto(url+path);
  if (js) await page.waitForTimeout(1500);
  const over = js ? await page.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth) : "";
  await page.screenshot({ path:`/tmp/c1_${name}_${w}.png` });
  console.log(name,w,page.url(),over);
  await ctx.close();
 }
await browser.close();
